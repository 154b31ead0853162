"use client";

import type { ComponentProps } from "react";
import ErrorPage from "./error";
import "./globals.css";

/** Where even the frame of all pages fails. */
export default function GlobalErrorPage(props: ComponentProps<typeof ErrorPage>) {
  return (
    <html lang="en">
      <body>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
