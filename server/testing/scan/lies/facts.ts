import type { Call, Lie } from "./lie";

/* What a server says of the network. */

type Facts = Record<string, unknown>;

const onFacts =
  (resource: string, change: (facts: never) => unknown): Lie["reply"] =>
  ({ question, happens }: Call, { status, body }) => {
    if (question.parts.join("/") !== resource || status !== 200 || !happens(resource)) return null;
    return { status, body: JSON.stringify(change(JSON.parse(body) as never)) };
  };

export const FACT_LIES = {
  "network-of-another": { reply: onFacts("genesis", (facts: Facts) => ({ ...facts, network_magic: 1 })) },
  "security-of-one": { reply: onFacts("genesis", (facts: Facts) => ({ ...facts, security_param: 1 })) },
  /** By as much as a server's own figures for blocks may be off. */
  "start-moved": {
    reply: onFacts("genesis", (facts: { system_start: number }) => ({
      ...facts,
      system_start: facts.system_start + 0.5,
    })),
  },
  /** A clock that goes too fast, and not so fast that a young chain's times would tell. */
  "slots-shorter": {
    reply: onFacts("network/eras", ([era]: [Facts]) => [{ ...era, parameters: { slot_length: 0.999 } }]),
  },
} satisfies Record<string, Lie>;
