import { auditTexts as texts } from "@/components/messages/audit";
import { Hash } from "@/components/ui/hash";
import { RowTh, Table, TableFrame, TableMessage, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AuditEntry } from "@/server/services/audit/list-audit";

export function AuditList({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <TableFrame>
      <Table caption={texts.caption} head={texts.columns.map((column) => <Th key={column}>{column}</Th>)}>
        {entries.length === 0 ? <TableMessage columns={7}>{texts.none}</TableMessage> : null}
        {entries.map(({ event, hash, actorName }) => (
          <tr key={event.sequence} id={`entry-${event.sequence}`}>
            <RowTh>{event.sequence}</RowTh>
            <Td>
              <Time ms={event.atMs} show="exact" precision="second" />
            </Td>
            <Td className="whitespace-nowrap" title={event.actor}>
              {actorName}
            </Td>
            <Td className="whitespace-nowrap font-medium">{event.action}</Td>
            <Td>
              <span title={event.subject} className="block max-w-48 truncate whitespace-nowrap">
                {event.subject}
              </span>
            </Td>
            <Td>
              <code
                title={JSON.stringify(event.details)}
                className="block max-w-96 truncate whitespace-nowrap font-mono text-muted text-small"
              >
                {JSON.stringify(event.details)}
              </code>
            </Td>
            <Td>
              <Hash text={hash} label={texts.entryHash} copy={false} />
            </Td>
          </tr>
        ))}
      </Table>
    </TableFrame>
  );
}
