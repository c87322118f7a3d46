/** The space-time diagram. */
"use client";

export function SpaceTime() {
  return <p className="page-note">Le diagramme espace-temps arrive.</p>;
}
