import { ERAS } from "../api/rows";
import { SYSTEM_START_S } from "../chain/terms";
import { changeJson } from "./change-json";
import type { Call, Lie } from "./lie";

/* What a server says of the network. */

type Facts = Record<string, unknown>;

const onFacts =
  (resource: string, change: (facts: Facts) => unknown): Lie["reply"] =>
  ({ question, happens }: Call, reply) =>
    question.parts.join("/") === resource && happens(resource)
      ? changeJson(reply, (facts) => change(facts as Facts))
      : null;

export const FACT_LIES = {
  "network-of-another": { reply: onFacts("genesis", (facts) => ({ ...facts, network_magic: 1 })) },
  "security-of-one": { reply: onFacts("genesis", (facts) => ({ ...facts, security_param: 1 })) },
  /** By as much as a server's own figures for blocks may be off. */
  "start-moved": { reply: onFacts("genesis", (facts) => ({ ...facts, system_start: SYSTEM_START_S + 0.5 })) },
  /** A clock that goes too fast, and not so fast that a young chain's times would tell. */
  "slots-shorter": {
    reply: onFacts("network/eras", () => ERAS.map((era) => ({ ...era, parameters: { slot_length: 0.999 } }))),
  },
} satisfies Record<string, Lie>;
