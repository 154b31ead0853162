import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";

export default function DayNotFound() {
  return (
    <div className="flex flex-col items-start gap-6">
      <PageHeader
        title="There is no such day"
        note="Days are counted by number; where a day lasts 24 hours, its UTC date (such as 2026-11-22) leads to it too. A day is listed from its beginning on."
      />
      <ButtonLink href="/days" variant="primary">
        See all days
      </ButtonLink>
    </div>
  );
}
