// A widget without parts of its own.

import { panel } from "./panel.js";

export default panel();
