import encodeQR from "qr";
import { useMemo } from "react";
import { cx } from "@/components/ui/cx";

/** The quiet zone that the standard wants, in modules. */
const BORDER = 4;

type QrPictureProps = {
  content: string;
  label: string;
  /** What a machine may read of it in the page: nothing, unless it is given. */
  readable?: string;
  className?: string;
};

/** Black on white in any colour scheme: cameras expect it. */
export function QrPicture({ content, label, readable, className }: QrPictureProps) {
  const modules = useMemo(() => encodeQR(content, "raw", { border: BORDER, ecc: "medium" }), [content]);
  const path = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg
      role="img"
      aria-label={label}
      data-qr={readable}
      viewBox={`0 0 ${modules.length} ${modules.length}`}
      shapeRendering="crispEdges"
      className={cx("aspect-square rounded-control border border-line", className)}
    >
      <rect width="100%" height="100%" fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
