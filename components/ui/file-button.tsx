import { FileUp } from "lucide-react";
import { type ComponentProps, useId } from "react";
import { buttonClass } from "./button";
import { cx } from "./cx";

type ButtonStyle = Parameters<typeof buttonClass>;

type FileButtonProps = Pick<ComponentProps<"input">, "accept" | "disabled" | "multiple"> & {
  text: string;
  /** What the files are for, to who does not see where the button stands. */
  label: string;
  variant?: ButtonStyle[0];
  size?: ButtonStyle[1];
  /** Called for each choice. */
  onFiles: (files: readonly File[]) => void;
};

/** A button that lets a person choose files. */
export function FileButton({ text, label, variant = "secondary", size, onFiles, ...input }: FileButtonProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className={cx(buttonClass(variant, size), "cursor-pointer focus-within:outline-2")}>
        <FileUp aria-hidden />
        {text}
      </label>
      <input
        {...input}
        id={id}
        type="file"
        aria-label={label}
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // So that the same file, changed, can be chosen again.
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
