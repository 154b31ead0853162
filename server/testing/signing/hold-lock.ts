import { setTimeout as sleep } from "node:timers/promises";
import { alone } from "@/server/signing/record-lock";

/* Takes the lock that is named again and again, and says so on stdout; with "keep" it never lets go. */

const [, , lock = "", how = ""] = process.argv;
const times = how === "keep" ? 1 : 25;
for (let turn = 0; turn < times; turn++) {
  await alone(lock, async () => {
    process.stdout.write("+");
    await sleep(how === "keep" ? 3_600_000 : 2);
    process.stdout.write("-");
  });
}
