import { overviewTexts } from "@/components/messages/overview";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import type { PoolInWords } from "@/server/domain/contract/pool-in-words";

const texts = overviewTexts.pause.pool;

/** The pool that two people check before the engine goes on: all that it is, and what is wrong with it. */
export function AdoptedPool({ words: { facts, faults } }: { words: PoolInWords }) {
  return (
    <Card title={texts.title} note={texts.note}>
      {faults.length > 0 ? (
        <Callout tone="waiting" title={texts.faults(faults.length)} className="mb-5">
          <ul className="list-disc space-y-1 pl-5">
            {faults.map((fault) => (
              <li key={fault} className="break-words">
                {fault}
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
      <DataList items={facts.map(([label, value]) => ({ label: label.trim(), value, key: `${label}:${value}` }))} />
    </Card>
  );
}
