"use client";

import { type ComponentProps, type RefObject, useMemo, useRef } from "react";
import { Input } from "./input";

export type Secret = {
  readonly ref: RefObject<HTMLInputElement | null>;
  /** What stands in the field now. */
  read(): string;
  /** Empties the field: a secret is in the page only until it was used. */
  clear(): void;
};

/** A secret that a person types: `const code = useSecret()`, `<SecretInput secret={code} … />`, `code.read()`. */
export function useSecret(): Secret {
  const ref = useRef<HTMLInputElement>(null);
  return useMemo(
    () => ({
      ref,
      read: () => ref.current?.value ?? "",
      clear: () => {
        if (ref.current) ref.current.value = "";
      },
    }),
    [],
  );
}

type SecretInputProps = Omit<ComponentProps<typeof Input>, "name" | "value" | "defaultValue"> & {
  secret: Secret;
  /** Says to browsers and password managers what the field is for. */
  autoComplete: string;
};

/**
 * The only field for passwords, codes, passphrases and keys; it belongs into a ScriptedForm. It has no name, so that no
 * form can carry it, and React never holds its value.
 */
export function SecretInput({ secret, type = "password", ...rest }: SecretInputProps) {
  return <Input autoCapitalize="none" spellCheck={false} {...rest} ref={secret.ref} type={type} />;
}
