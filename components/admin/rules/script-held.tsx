import { rulesTexts } from "@/components/messages/rules";
import { Section } from "@/components/ui/card";
import { Hash } from "@/components/ui/hash";
import { Table, TableFrame, TableMessage, Td, Th } from "@/components/ui/table";
import type { ScriptHeldList } from "@/server/services/eligibility/list-script-held";
import { groupDigits } from "@/server/words/format";

const texts = rulesTexts.scripts;

/** Which scripts hold prize tokens and what the rules make of these; null while nothing has been read. */
export function ScriptHeld({ list }: { list: ScriptHeldList | null }) {
  if (!list) return <Section title={texts.title}>{texts.unread}</Section>;
  const { rows, scripts, quantity, block } = list;
  return (
    <Section title={texts.title} note={texts.note(quantity, block.height)}>
      <TableFrame>
        <Table
          caption={texts.title}
          head={
            <>
              <Th>{texts.head.script}</Th>
              <Th>{texts.head.what}</Th>
              <Th numeric>{texts.head.addresses}</Th>
              <Th numeric>{texts.head.quantity}</Th>
              <Th>{texts.head.treatment}</Th>
            </>
          }
        >
          {rows.length === 0 ? <TableMessage columns={5}>{texts.none}</TableMessage> : null}
          {rows.map((row) => (
            <tr key={row.script}>
              <Td>
                <Hash text={row.script} label={texts.hash} />
              </Td>
              <Td>{row.known ? texts.known(row.known.what, row.known.published) : texts.unknown}</Td>
              <Td numeric>{groupDigits(row.addresses)}</Td>
              <Td numeric>{groupDigits(row.quantity)}</Td>
              <Td>{texts.treatment(row.quantity, row.counted)}</Td>
            </tr>
          ))}
        </Table>
      </TableFrame>
      {rows.length < scripts ? <p className="mt-3 text-muted text-small">{texts.more(rows.length, scripts)}</p> : null}
    </Section>
  );
}
