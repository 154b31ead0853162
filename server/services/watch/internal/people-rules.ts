import { countFailedTries } from "../../people/count-failed-tries";
import type { Answer, Evidence, Rule } from "../rule";
import { fromPart } from "./from-part";
import { judgeSignIns, SIGN_IN_WINDOW_MS } from "./judge-sign-ins";

async function lookAtSignIns({ db, nowMs }: Evidence): Promise<Answer> {
  return judgeSignIns(await countFailedTries(db, nowMs - SIGN_IN_WINDOW_MS));
}

export const PEOPLE_RULES: readonly Rule[] = [
  { kinds: ["login-attack"], look: lookAtSignIns },
  fromPart({ kind: "audit-broken", part: "audit log", states: ["failing"] }),
];
