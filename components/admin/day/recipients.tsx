import { Search } from "lucide-react";
import { Amount } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { groupDigits } from "@/components/ui/format";
import { Hash } from "@/components/ui/hash";
import { Input } from "@/components/ui/input";
import { Pagination } from "@/components/ui/pagination";
import { RowTh, Table, TableMessage, Td, Th } from "@/components/ui/table";
import type { LinePage, LineView } from "@/server/services/approval/list-lines";

type RecipientsProps = { path: string; search: string; page: LinePage; largest: readonly LineView[] };

/** The largest first, then everybody, to be searched by address; the search lives in the URL. */
export function Recipients({ path, search, page, largest }: RecipientsProps) {
  const link = (key: "after" | "before", address: string | null) => {
    if (address === null) return undefined;
    const query = new URLSearchParams({ ...(search ? { q: search } : {}), [key]: address });
    return `${path}?${query}#recipients`;
  };
  return (
    <>
      {largest.length > 0 ? (
        <Card title="Largest recipients" flush>
          <Lines caption="Largest recipients" lines={largest} />
        </Card>
      ) : null}
      <Card
        id="recipients"
        title="Everybody in the calculation"
        flush
        actions={
          // biome-ignore lint/a11y/useSemanticElements: <search> is not known to every screen reader yet
          <form role="search" action={`${path}#recipients`} className="flex gap-2">
            <Input
              name="q"
              type="search"
              defaultValue={search}
              aria-label="Find by address or identity"
              placeholder="Address or a part of it"
              className="min-w-0 sm:w-64"
            />
            <Button type="submit" aria-label="Find">
              <Search aria-hidden />
            </Button>
          </form>
        }
        footer={
          <Pagination
            label="Recipients"
            previousHref={link("before", page.before)}
            nextHref={link("after", page.after)}
          >
            In the order of addresses
          </Pagination>
        }
      >
        <Lines caption="Everybody in the calculation" lines={page.lines} />
      </Card>
    </>
  );
}

function Lines({ caption, lines }: { caption: string; lines: readonly LineView[] }) {
  // Columns in which every row says the same are left out.
  const anyOpening = lines.some(({ openingLovelace }) => openingLovelace > 0n);
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
          <Th>Address</Th>
          <Th numeric>Sent, ADA</Th>
          <Th numeric>Carried, ADA</Th>
          <Th numeric>Earned</Th>
          {anyOpening ? <Th numeric>From before</Th> : null}
          <Th numeric>Tokens</Th>
          {anyBatch ? <Th numeric>Batch</Th> : null}
        </>
      }
    >
      {lines.length === 0 ? <TableMessage columns={5}>Nobody has such an address.</TableMessage> : null}
      {lines.map((line) => (
        <tr key={line.address}>
          <RowTh>
            <Hash text={line.address} label="address" head={13} tail={6} />
          </RowTh>
          {amount(line.paidLovelace, "font-medium")}
          {amount(line.carriedLovelace)}
          {amount(line.earnedLovelace)}
          {anyOpening ? amount(line.openingLovelace) : null}
          <Td numeric>{groupDigits(line.quantity)}</Td>
          {anyBatch ? <Td numeric>{line.batchNo ?? "none"}</Td> : null}
        </tr>
      ))}
    </Table>
  );
}
