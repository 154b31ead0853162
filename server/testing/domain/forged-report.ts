import { toCanonicalJson } from "@/server/domain/canonical";
import { contentHashOf } from "@/server/domain/hash";
import type { ReportTexts } from "@/server/domain/ports";
import { ROWS_IN_PART } from "@/server/domain/report/manifest";
import { textsOf, type WholeReport } from "@/server/domain/report/read-report";
import { partText, type ReportRows, ROW_KINDS, type RowKind, type Section } from "@/server/domain/report/rows";

/**
 * A report as somebody would write it who wants others to believe it: every part has the hash that the manifest names,
 * whatever the rows are. The root of the lines stays what it was.
 */
export function forgeReport(report: WholeReport, rowsInPart = ROWS_IN_PART): ReportTexts {
  const texts: string[] = [];
  const rows: { readonly [S in Section]: readonly ReportRows[S][] } = report;
  const cut = <S extends Section>(section: S) => {
    const kind: RowKind<ReportRows[S]> = ROW_KINDS[section];
    const all: readonly ReportRows[S][] = rows[section];
    const parts = [];
    for (let first = 0; first < all.length; first += rowsInPart) {
      const part = all.slice(first, first + rowsInPart);
      const text = partText(part.map((row) => kind.text(row)));
      texts.push(text);
      parts.push({ first, count: part.length, hash: contentHashOf(text) });
    }
    return parts;
  };
  const sections = { lines: cut("lines"), refused: cut("refused"), unresolved: cut("unresolved") };
  return textsOf(toCanonicalJson({ ...report, ...sections }), texts);
}
