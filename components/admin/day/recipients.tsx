import { Search } from "lucide-react";
import { approvalTexts } from "@/components/messages/approval";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Hash } from "@/components/ui/hash";
import { Input } from "@/components/ui/input";
import { Pagination } from "@/components/ui/pagination";
import { RowTh, Table, TableMessage, Td, Th } from "@/components/ui/table";
import type { LinePage, LineView } from "@/server/services/approval/list-lines";
import { groupDigits } from "@/server/words/format";
import { sayLineReason } from "@/server/words/line-reason";

const texts = approvalTexts.recipients;

type RecipientsProps = { path: string; search: string; page: LinePage; largest: readonly LineView[] };

/** The largest first, then everyone, searchable by address. The search is in the URL. */
export function Recipients({ path, search, page, largest }: RecipientsProps) {
  const link = (key: "after" | "before", address: string | null) => {
    if (address === null) return undefined;
    const query = new URLSearchParams({ ...(search ? { q: search } : {}), [key]: address });
    return `${path}?${query}#recipients`;
  };
  return (
    <>
      {largest.length > 0 ? (
        <Card title={texts.largest} flush>
          <Lines caption={texts.largest} lines={largest} />
        </Card>
      ) : null}
      <Card
        id="recipients"
        title={texts.all}
        flush
        actions={
          // biome-ignore lint/a11y/useSemanticElements: not every screen reader knows <search> yet
          <form role="search" method="get" action={`${path}#recipients`} className="flex gap-2">
            <Input
              name="q"
              type="search"
              defaultValue={search}
              aria-label={texts.search}
              placeholder={texts.placeholder}
              className="min-w-0 sm:w-64"
            />
            <Button type="submit" aria-label={texts.find}>
              <Search aria-hidden />
            </Button>
          </form>
        }
        footer={
          <Pagination label={texts.all} previousHref={link("before", page.before)} nextHref={link("after", page.after)}>
            {texts.order}
          </Pagination>
        }
      >
        <Lines caption={texts.all} lines={page.lines} />
      </Card>
    </>
  );
}

function Lines({ caption, lines }: { caption: string; lines: readonly LineView[] }) {
  // Columns in which every row is the same are left out.
  const anyOpening = lines.some(({ openingLovelace }) => openingLovelace > 0n);
  const anyReason = lines.some(({ reason }) => sayLineReason(reason) !== null);
  const anyBatch = lines.some(({ batchNo }) => batchNo !== null && batchNo > 1);
  const amount = (lovelace: bigint, className?: string) => (
    <Td numeric className={className}>
      <Amount lovelace={lovelace} form="column" unit={false} />
    </Td>
  );
  return (
    <Table
      caption={caption}
      head={
        <>
          <Th>{terms.head.address}</Th>
          <Th numeric>{texts.toPay}</Th>
          <Th numeric>{texts.carried}</Th>
          <Th numeric>{texts.earned}</Th>
          {anyOpening ? <Th numeric>{texts.opening}</Th> : null}
          <Th numeric>{terms.head.tokens}</Th>
          {anyBatch ? <Th numeric>{terms.head.batch}</Th> : null}
          {anyReason ? <Th>{texts.reason}</Th> : null}
        </>
      }
    >
      {lines.length === 0 ? <TableMessage columns={5}>{texts.none}</TableMessage> : null}
      {lines.map((line) => (
        <tr key={line.address}>
          <RowTh>
            <Hash text={line.address} label={terms.id.address} head={13} tail={6} />
          </RowTh>
          {amount(line.payoutLovelace, "font-medium")}
          {amount(line.carriedLovelace)}
          {amount(line.earnedLovelace)}
          {anyOpening ? amount(line.openingLovelace) : null}
          <Td numeric>{groupDigits(line.quantity)}</Td>
          {anyBatch ? <Td numeric>{line.batchNo ?? texts.noBatch}</Td> : null}
          {anyReason ? <Td>{sayLineReason(line.reason)}</Td> : null}
        </tr>
      ))}
    </Table>
  );
}
