"use client";

import { useRouter } from "next/navigation";
import { Bar, BarChart, CartesianGrid, Cell, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { chartTexts } from "@/components/messages/charts";
import { formatCompact } from "@/server/words/format";
import type { BarTone } from "./bars";
import { maxOf, roundUpAxis } from "./scale";

export type TimeBarDatum = {
  label: string;
  /** For drawing only. */
  height: number;
  /** The exact value with its unit. */
  text: string;
  tone?: BarTone;
  href?: string;
};

const FILLS: Record<BarTone, string> = {
  normal: "var(--chart)",
  waiting: "var(--waiting)",
  stopped: "var(--stopped)",
  quiet: "var(--line-strong)",
};
const AXIS = { fill: "var(--faint)", fontSize: "0.8125rem" } as const;

type Readout = { active?: boolean; payload?: readonly { payload?: TimeBarDatum }[]; valueLabel: string };

function ReadoutBox({ active, payload, valueLabel }: Readout) {
  const datum = payload?.[0]?.payload;
  if (!active || !datum) return null;
  return (
    <div className="rounded-control border border-line bg-overlay px-3 py-2 text-small shadow-overlay">
      <p className="text-muted">{datum.label}</p>
      <p className="figures font-medium text-ink">{datum.text}</p>
      <p className="text-faint">{valueLabel}</p>
    </div>
  );
}

/** Never animated: nothing here moves. Arrow keys move the readout (accessibilityLayer). */
export function TimeBarsPlot({ data, valueLabel }: { data: readonly TimeBarDatum[]; valueLabel: string }) {
  const router = useRouter();
  const top = Number(roundUpAxis(maxOf(data.map((datum) => datum.height))));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={[...data]}
        accessibilityLayer
        title={chartTexts.keys(valueLabel)}
        margin={{ top: 6, right: 0, bottom: 0, left: 0 }}
        barCategoryGap="12.5%"
      >
        <CartesianGrid vertical={false} stroke="var(--line)" strokeDasharray="3 3" />
        <XAxis
          dataKey="label"
          tick={AXIS}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          interval="preserveStartEnd"
          minTickGap={56}
          tickMargin={6}
        />
        <YAxis
          width="auto"
          tick={AXIS}
          tickLine={false}
          axisLine={false}
          domain={[0, top]}
          ticks={[0, top / 2, top]}
          tickFormatter={formatCompact}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--hover)" }}
          content={({ active, payload }) => <ReadoutBox active={active} payload={payload} valueLabel={valueLabel} />}
        />
        <Bar
          dataKey="height"
          isAnimationActive={false}
          maxBarSize={96}
          radius={[2, 2, 0, 0]}
          minPointSize={(value) => (Number(value) > 0 ? 2 : 0)}
          onClick={(bar: { payload?: TimeBarDatum }) => {
            if (bar.payload?.href) router.push(bar.payload.href);
          }}
        >
          {data.map((datum) => (
            <Cell key={datum.label} fill={FILLS[datum.tone ?? "normal"]} cursor={datum.href ? "pointer" : undefined} />
          ))}
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}
