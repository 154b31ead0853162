/** The second factor again, before something that a stolen session alone must not do. */
export const stepUpTexts = {
  title: "Confirm that it is you",
  note: "This needs a code of your second factor. You are not asked again for 5 minutes.",
  submit: "Confirm",
  cancel: "Cancel",
} as const;
