/** The inspector: state, messages, clock, journal of what is selected. */
"use client";

export function Inspector() {
  return <p className="page-note">L’inspecteur arrive.</p>;
}
