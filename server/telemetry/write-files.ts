import { writeFileSync } from "node:fs";
import { MONITORING_FILES } from "./monitoring-files";

// npm run monitoring
for (const [file, text] of Object.entries(MONITORING_FILES)) writeFileSync(file, text);
