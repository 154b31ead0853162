import { dayTexts } from "@/components/messages/day";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";

const { title, note, all } = dayTexts.notFound;

export default function DayNotFound() {
  return (
    <div className="flex flex-col items-start gap-6">
      <PageHeader title={title} note={note} />
      <ButtonLink href="/days" variant="primary">
        {all}
      </ButtonLink>
    </div>
  );
}
