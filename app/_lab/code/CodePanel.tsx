/** Source of the running handlers; `size`: pinned under the inspector, or a whole view. */
"use client";

export function CodePanel({ size }: { readonly size: "pinned" | "view" }) {
  return <p className="page-note">{size === "view" ? "Le code arrive." : ""}</p>;
}
