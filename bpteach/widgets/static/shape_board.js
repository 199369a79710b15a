// The shape board: a panel with factors drawn to scale.

import { chips } from "./chips.js";
import { panel } from "./panel.js";

export default panel({ chips });
