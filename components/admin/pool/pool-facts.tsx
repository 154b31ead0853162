import { poolTexts } from "@/components/messages/pool";
import { Amount } from "@/components/ui/amount";
import { DataList } from "@/components/ui/data-list";
import { Disclosure } from "@/components/ui/disclosure";
import { Hash } from "@/components/ui/hash";
import { Stat, StatGrid } from "@/components/ui/stat";
import type { Fact } from "@/server/domain/contract/pool-in-words";
import type { LivePool } from "@/server/services/pool/load-pool";
import { describePool } from "@/server/words/describe-pool";
import { formatAda } from "@/server/words/format";

const texts = poolTexts.facts;

/** The pool's figures that people look for first. */
export function PoolFigures({ pool: { datum, held, settings } }: { pool: LivePool }) {
  const { status } = datum;
  const rest = texts.rest(formatAda(status.remaining.lovelace), status.outputs);
  const isOpen = status.kind === "idle" && status.left !== "";
  const word = status.kind === "paying" ? texts.paying : isOpen ? texts.left : texts.idle;
  return (
    <StatGrid columns={4}>
      <Stat
        label={texts.holds}
        value={<Amount lovelace={held.lovelace} />}
        note={texts.reserve(formatAda(settings.reserveLovelace))}
      />
      <Stat
        label={texts.approvers}
        value={texts.quorum(settings.threshold, settings.approvers.length)}
        note={texts.spare(settings.approvers.length - settings.threshold)}
      />
      <Stat label={texts.state} value={word} note={status.kind === "paying" || isOpen ? rest : texts.nothingOwed} />
      <Stat label={texts.nonce} value={`${datum.nonce}`} note={texts.nonceNote} />
    </StatGrid>
  );
}

type PoolInFullProps = {
  pool: LivePool;
  networkId: 0 | 1;
  nowMs: number;
  /** Of people whose keys are enrolled. */
  names: ReadonlyMap<string, string>;
};

/** Everything that the pool's datum and settings say. */
export function PoolInFull({ pool, networkId, nowMs, names }: PoolInFullProps) {
  const facts = describePool(pool, pool.settings, networkId, nowMs);
  return (
    <Disclosure summary={texts.all}>
      <DataList
        items={facts.map(([label, text]: Fact, index) => {
          const place = pool.settings.approvers.indexOf(text);
          return {
            key: `${index}`,
            label: place < 0 ? label : texts.approver(place + 1),
            value: <FactText text={text} />,
            note: place < 0 ? undefined : texts.owner(names.get(text)),
          };
        })}
      />
    </Disclosure>
  );
}

/** What a person would copy and not read: keys, hashes and addresses. */
const LONG = /([0-9a-f]{56,}|addr(?:_test)?1[0-9a-z]{50,})/;

function FactText({ text }: { text: string }) {
  const parts = text.split(LONG);
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1">
      {parts.map((part, index) =>
        LONG.test(part) ? (
          <Hash key={part} text={part} label={texts.fact} />
        ) : part.trim() === "" ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is identified by its place
          <span key={index}>{part}</span>
        ),
      )}
    </span>
  );
}
