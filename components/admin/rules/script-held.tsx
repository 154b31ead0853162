import { rulesTexts } from "@/components/messages/rules";
import { Section } from "@/components/ui/card";
import { Hash } from "@/components/ui/hash";
import { Pagination } from "@/components/ui/pagination";
import { RowTh, Table, TableFrame, TableMessage, Td, Th } from "@/components/ui/table";
import type { ScriptHeld as Row, ScriptHeldList } from "@/server/services/eligibility/list-script-held";
import { formatPercent, groupDigits } from "@/server/words/format";

const texts = rulesTexts.scripts;
const { head } = texts;

type ScriptHeldProps = {
  /** Null while nothing has been read. */
  list: ScriptHeldList | null;
  /** Whether others come before these. */
  isLater: boolean;
};

/** Which scripts hold prize tokens, what the rules make of these, and what is known of whose they are. */
export function ScriptHeld({ list, isLater }: ScriptHeldProps) {
  if (!list) return <Section title={texts.title}>{texts.unread}</Section>;
  const { rows, scripts, quantity, unknown, supply, dayIndex, next } = list;
  const height = groupDigits(list.height);
  const note = texts.note({
    quantity: groupDigits(quantity),
    unknown: groupDigits(unknown),
    share: shareOf(quantity, supply),
    at: dayIndex === null ? texts.block(height) : texts.snapshot(dayIndex, height),
  });
  return (
    <Section id="scripts" title={texts.title} note={note}>
      <TableFrame>
        <Table
          caption={texts.title}
          head={
            <>
              <Th>{head.script}</Th>
              <Th numeric className="max-md:hidden">
                {head.outputs}
              </Th>
              <Th numeric>{head.quantity}</Th>
              <Th>{head.treatment}</Th>
            </>
          }
        >
          {rows.length === 0 ? <TableMessage columns={4}>{texts.none}</TableMessage> : null}
          {rows.map((row) => (
            <tr key={row.script}>
              <RowTh>
                <Hash text={row.script} label={texts.hash} />
                <div className="whitespace-normal font-normal text-muted text-small">
                  <p>{row.contract ? texts.known(row.contract.what, row.contract.published) : texts.unknown}</p>
                  {whoseOf(row).map((line) => (
                    <p key={line}>{line}</p>
                  ))}
                </div>
              </RowTh>
              <Td numeric className="max-md:hidden">
                {groupDigits(row.outputs)}
              </Td>
              <Td numeric>
                {groupDigits(row.quantity)}
                <div className="text-muted">{texts.share(shareOf(row.quantity, supply))}</div>
              </Td>
              <Td>{texts.treatment(row.quantity, row.counted)}</Td>
            </tr>
          ))}
        </Table>
      </TableFrame>
      <Pagination
        label={texts.pages}
        previousHref={isLater ? "/admin/rules#scripts" : undefined}
        nextHref={next === null ? undefined : `/admin/rules?scripts=${next}#scripts`}
      >
        {texts.of(scripts)}
      </Pagination>
    </Section>
  );
}

function whoseOf({ contract }: Row): string[] {
  if (!contract) return [];
  const { named, shared, unknown } = contract;
  return [
    ...(named > 0n ? [texts.named(groupDigits(named))] : []),
    ...(shared > 0n ? [texts.shared(groupDigits(shared))] : []),
    ...unknown.map(({ why, quantity }) => texts.why(groupDigits(quantity), why)),
  ];
}

/** To a hundredth of a per cent, which a number holds exactly. */
function shareOf(quantity: bigint, supply: bigint): string {
  return formatPercent(supply === 0n ? 0 : Number((quantity * 10_000n) / supply) / 10_000);
}
