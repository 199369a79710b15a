"""The first lesson's machinery: does everything work here, and where should one begin?"""

__all__: list[str] = []
