/** As Grafana names units; `short` counts things. */
export type Unit = "short" | "s" | "percentunit" | "bytes" | "reqps" | "ada" | "dateTimeFromNow";

export type Panel = {
  readonly title: string;
  readonly unit: Unit;
  /** A figure of now, or its course. */
  readonly type: "stat" | "timeseries";
  /** Of 24 columns. */
  readonly width: 4 | 6 | 8 | 12 | 24;
  readonly queries: readonly (readonly [expr: string, legend: string])[];
};

type Queries = Panel["queries"];

export const stat = (title: string, unit: Unit, ...queries: Queries): Panel => {
  return { title, unit, type: "stat", width: 4, queries };
};
export const course = (title: string, unit: Unit, ...queries: Queries): Panel => {
  return { title, unit, type: "timeseries", width: 12, queries };
};

export type Dashboard = { readonly uid: string; readonly title: string; readonly panels: readonly Panel[] };

const COLUMNS = 24;
const HEIGHTS = { stat: 4, timeseries: 8 } as const;
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is Grafana's, which replaces it
const SOURCE = { type: "prometheus", uid: "${source}" } as const;

/** As Grafana imports it. Whoever imports it chooses the data source. */
export function dashboardJson({ uid, title, panels }: Dashboard): string {
  const document = {
    uid,
    title,
    tags: ["daily-prize-oracle"],
    schemaVersion: 39,
    timezone: "utc",
    refresh: "30s",
    time: { from: "now-24h", to: "now" },
    templating: { list: [{ name: "source", label: "Data source", type: "datasource", query: "prometheus" }] },
    panels: place(panels),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** From left to right, in rows of one height. */
function place(panels: readonly Panel[]): object[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map((panel, index) => {
    const h = HEIGHTS[panel.type];
    if (x + panel.width > COLUMNS || (rowHeight !== 0 && h !== rowHeight)) [x, y] = [0, y + rowHeight];
    rowHeight = h;
    const gridPos = { x, y, w: panel.width, h };
    x += panel.width;
    return panelJson(panel, { id: index + 1, gridPos });
  });
}

function panelJson({ title, unit, type, queries }: Panel, placed: object): object {
  // ADA is no unit of Grafana's.
  const shown = unit === "ada" ? { unit: "suffix: ADA", decimals: 2 } : { unit };
  return {
    ...placed,
    title,
    type,
    datasource: SOURCE,
    fieldConfig: { defaults: shown, overrides: [] },
    ...(type === "stat" ? { options: { reduceOptions: { calcs: ["lastNotNull"] } } } : {}),
    targets: queries.map(([expr, legendFormat], at) => {
      return { refId: String.fromCharCode(65 + at), datasource: SOURCE, expr, legendFormat };
    }),
  };
}
