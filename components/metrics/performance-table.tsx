import { metricTexts } from "@/components/messages/metrics";
import { StatusText } from "@/components/ui/badge";
import { Disclosure } from "@/components/ui/disclosure";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import { KEY_FIGURES } from "@/server/domain/metrics/key-figures";
import type { FigureView } from "@/server/services/metrics/look-at-performance";
import { groupDigits } from "@/server/words/format";

const texts = metricTexts.performance;
const { head } = texts;
const rounded = (value: number) => (value < 100 ? `${Math.round(value * 10) / 10}` : groupDigits(Math.round(value)));

/** Key figures of runs, each beside what is usual for it. */
export function PerformanceTable({ figures }: { figures: readonly FigureView[] }) {
  return (
    <Disclosure summary={texts.title}>
      {figures.length === 0 ? (
        <p className="text-muted">{texts.none}</p>
      ) : (
        <>
          <p className="mb-3 text-muted text-small">{texts.note}</p>
          <Table
            caption={texts.caption}
            head={
              <>
                <Th>{head.figure}</Th>
                <Th numeric>{head.last}</Th>
                <Th numeric>{head.usual}</Th>
                <Th>{head.state}</Th>
              </>
            }
          >
            {figures.map((figure) => (
              <FigureRow key={figure.name} {...figure} />
            ))}
          </Table>
        </>
      )}
    </Disclosure>
  );
}

function FigureRow({ name, last, comparison }: FigureView) {
  const { label, unit } = KEY_FIGURES[name];
  const word = comparison === null ? texts.unknown : comparison.isWorse ? texts.worse : texts.usual;
  const tone = comparison === null ? "neutral" : comparison.isWorse ? "waiting" : "well";
  return (
    <tr>
      <RowTh>{label}</RowTh>
      <Td numeric>{texts.value(rounded(last.value), unit)}</Td>
      <Td numeric>{comparison ? texts.value(rounded(comparison.usual), unit) : "–"}</Td>
      <Td>
        <StatusText tone={tone}>{word}</StatusText>
      </Td>
    </tr>
  );
}
