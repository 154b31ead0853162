import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CliPerson, cliPeople } from "@/server/testing/cli/cli-people";
import type { World } from "@/server/testing/services/world";
import { type People, REASON } from "./people";

const BECAUSE = ["--reason", REASON];

/** Ann and Ben at a terminal. Machines sign for the approvers. */
export async function peopleByCommand(world: World): Promise<People> {
  const command = await cliPeople(world, "admin");
  async function run(file: string, args: readonly string[], as?: CliPerson) {
    const { code, result, words } = await command(file, args, as);
    if (code !== 0) throw new Error(`${file} ${args.join(" ")}: ${words}`);
    return result;
  }
  const day = (verb: string, dayIndex: number, as: CliPerson, more: readonly string[] = BECAUSE) =>
    run("day", [verb, String(dayIndex), ...more], as);
  return {
    stop: (dayIndex) => day("stop", dayIndex, "ann"),
    askToEndStop: (dayIndex, exit) => day(exit, dayIndex, "ann"),
    agreeToEndStop: (dayIndex) => day("confirm", dayIndex, "ben", []),
    askToResume: (dayIndex) => day("resume", dayIndex, "ben"),
    changeRules: async ({ potAda, fromDay }) => {
      const newest = await run("rules", ["rules", "show"]);
      const pot = { kind: "fixed", lovelace: `${potAda}000000` };
      const folder = await mkdtemp(path.join(tmpdir(), "prize-rules-"));
      try {
        const file = path.join(folder, "rules.json");
        await writeFile(file, JSON.stringify({ ...newest, version: newest.version + 1, pot }));
        const from = ["--from", String(fromDay)];
        const { hash } = await run("rules", ["rules", "propose", file, ...from, ...BECAUSE], "ann");
        await run("rules", ["rules", "confirm", hash], "ben");
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    signers: [],
  };
}
