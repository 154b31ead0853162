// Where a thread begins: unlike a process, it is not told by an argument how TypeScript is read.
import { register } from "tsx/esm/api";

register();
await import("./judge-thread.ts");
