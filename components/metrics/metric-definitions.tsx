import { metricTexts } from "@/components/messages/metrics";
import { DataList } from "@/components/ui/data-list";
import { Disclosure } from "@/components/ui/disclosure";

const { title, items } = metricTexts.definitions;

/** How each metric is computed. GLOSSARY.md, "ServiceMetrics", has the same exactly. */
export function MetricDefinitions() {
  return (
    <Disclosure summary={title}>
      <DataList items={items.map(([label, value]) => ({ label, value }))} />
    </Disclosure>
  );
}
