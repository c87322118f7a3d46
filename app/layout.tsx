/**
 * The sheet on which every page is set: language, faces, theme before the first paint.
 * Each page brings its own header and its own `<main id="contenu">`.
 */
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { earlyClicksScript } from "./_ui/early-clicks.ts";
import { themeScript } from "./_ui/theme.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Contretemps", template: "%s · Contretemps" },
  description:
    "Un laboratoire de systèmes distribués dans le navigateur : avancez, reculez, provoquez la panne, voyez quelle promesse se rompt.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#F5F4F0" },
    { media: "(prefers-color-scheme: dark)", color: "#0B0D10" },
  ],
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    // The script below writes two attributes that the server cannot know.
    <html lang="fr" suppressHydrationWarning>
      <head>
        {/* The two faces that every page shows first. */}
        <link
          rel="preload"
          href="/polices/SourceSerif4.woff2"
          as="font"
          type="font/woff2"
          crossOrigin=""
        />
        <link
          rel="preload"
          href="/polices/IBMPlexSans-Regular.woff2"
          as="font"
          type="font/woff2"
          crossOrigin=""
        />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, hashed in the policy */}
        <script dangerouslySetInnerHTML={{ __html: `${themeScript};${earlyClicksScript}` }} />
      </head>
      <body>
        <a className="skip-link" href="#contenu">
          Aller au contenu
        </a>
        {children}
      </body>
    </html>
  );
}
