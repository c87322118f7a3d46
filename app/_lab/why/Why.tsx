/** « Pourquoi ? »: from the breach of `view.whyClaim` back to its first cause. */
"use client";

export function Why() {
  return <p className="page-note">L’explication arrive.</p>;
}
