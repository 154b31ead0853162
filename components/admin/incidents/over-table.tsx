import Link from "next/link";
import { IncidentStateBadge, PriorityBadge } from "@/components/incidents/look";
import { incidentsTexts } from "@/components/messages/incidents";
import { formatDuration } from "@/components/ui/format-time";
import { RowTh, Table, TableFrame, TableMessage, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { IncidentView } from "@/server/services/incidents/incident-view";
import { titleOf } from "./open-list";

const texts = incidentsTexts.over;

export function OverTable({ over }: { over: readonly IncidentView[] }) {
  return (
    <TableFrame>
      <Table caption={texts.caption} head={texts.columns.map((column) => <Th key={column}>{column}</Th>)}>
        {over.length === 0 ? <TableMessage columns={texts.columns.length}>{texts.none}</TableMessage> : null}
        {over.map((incident) => (
          <tr key={incident.id}>
            <RowTh>
              <Link href={`/admin/incidents/${incident.id}`} className="text-accent underline underline-offset-4">
                {incident.id}
              </Link>
            </RowTh>
            <Td className="min-w-48">{titleOf(incident)}</Td>
            <Td>
              <PriorityBadge priority={incident.priority} isOpen={false} plain />
            </Td>
            <Td>
              <Time ms={incident.openedMs} show="exact" />
            </Td>
            <Td className="whitespace-nowrap">{lengthOf(incident.times.acknowledgeMs)}</Td>
            <Td className="whitespace-nowrap">{lengthOf(incident.times.resolveMs)}</Td>
            <Td>
              <IncidentStateBadge state={incident.state} plain />
            </Td>
          </tr>
        ))}
      </Table>
    </TableFrame>
  );
}

const lengthOf = (ms: number | null) => (ms === null ? "–" : formatDuration(ms));
