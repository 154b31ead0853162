import { JOB_NAMES } from "../../job-names";
import type { Rule } from "../rule";
import { fromPart } from "./from-part";

/** Whether somebody works, and how it goes. A job's part is failing once its failures last. */
export const SERVICE_RULES: readonly Rule[] = [
  fromPart({ kind: "engine-silent", part: "engine" }),
  ...JOB_NAMES.map((job) => fromPart({ kind: "job-failing", part: `job ${job}`, states: ["failing"], subject: job })),
  fromPart({ kind: "scan-behind", part: "scan" }),
];
