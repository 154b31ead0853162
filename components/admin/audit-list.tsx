import { Hash } from "@/components/ui/hash";
import { RowTh, Table, TableMessage, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AuditEntry } from "@/server/services/audit/list-audit";

export function AuditList({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <div className="overflow-hidden rounded-panel border border-line bg-surface">
      <Table
        caption="Audit log, newest first"
        head={
          <>
            <Th>No.</Th>
            <Th>When</Th>
            <Th>Who</Th>
            <Th>What</Th>
            <Th>On</Th>
            <Th>Details</Th>
            <Th>Hash</Th>
          </>
        }
      >
        {entries.length === 0 ? <TableMessage columns={7}>Nothing matches.</TableMessage> : null}
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
              <Hash text={hash} label="entry's hash" copy={false} />
            </Td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
