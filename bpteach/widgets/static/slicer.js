// The slicer: a panel with a stack of slices.

import { panel } from "./panel.js";
import { stack } from "./stack.js";

export default panel({ stack });
