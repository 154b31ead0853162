"use client";

import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import type { TimeBarDatum } from "./time-bars-plot";

type TimeBarsClientProps = { data: readonly TimeBarDatum[]; valueLabel: string; children: ReactNode };
type PlotComponent = ComponentType<Omit<TimeBarsClientProps, "children">>;

/**
 * Loads recharts after the page is live and replaces the server's drawing (children) with the interactive plot, in a
 * box of the same size. Without JavaScript, or if the load fails, the drawing stays.
 */
export function TimeBarsLoader({ data, valueLabel, children }: TimeBarsClientProps) {
  const [Plot, setPlot] = useState<PlotComponent | null>(null);
  useEffect(() => {
    let mounted = true;
    import("./time-bars-plot")
      .then((module) => mounted && setPlot(() => module.TimeBarsPlot))
      .catch(() => {
        // The drawing below shows the same, so the reader need not know.
      });
    return () => {
      mounted = false;
    };
  }, []);
  return <div className="h-64">{Plot ? <Plot data={data} valueLabel={valueLabel} /> : children}</div>;
}
