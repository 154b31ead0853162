import { eligibilityTexts } from "@/components/messages/eligibility";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const texts = eligibilityTexts.form;

type AddressFormProps = {
  /** What was typed before, kept even if it was wrong. */
  address?: string;
  /** What was wrong with it and what would be right. */
  error?: string;
  /** How addresses of the game's network begin. */
  prefix: "addr1" | "addr_test1";
};

/** One question as a plain form: works without JavaScript, and the answer has its own address. */
export function AddressForm({ address, error, prefix }: AddressFormProps) {
  const stake = prefix === "addr1" ? "stake1" : "stake_test1";
  return (
    <form action="/eligibility" method="get" className="flex max-w-3xl flex-col gap-3">
      <Field id="address" label={texts.label} error={error} hint={texts.hint(prefix, stake)}>
        {(control) => (
          <div className="flex flex-col gap-3 sm:flex-row">
            <Input
              {...control}
              name="address"
              size="large"
              mono
              required
              defaultValue={address}
              placeholder={`${prefix}…`}
              autoComplete="off"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              className="min-w-0 flex-1"
            />
            <Button type="submit" variant="primary" size="large">
              {texts.submit}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
