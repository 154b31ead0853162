import { landingTexts } from "@/components/messages/landing";

export function HowItWorks() {
  return (
    <ol className="grid gap-x-8 gap-y-6 sm:grid-cols-2 lg:grid-cols-4">
      {landingTexts.howItWorks.steps.map(({ title, text }, index) => (
        <li key={title} className="border-line border-t pt-4">
          <p className="figures text-faint text-small">{index + 1}</p>
          <h3 className="mt-1 font-semibold">{title}</h3>
          <p className="mt-1 text-muted">{text}</p>
        </li>
      ))}
    </ol>
  );
}
