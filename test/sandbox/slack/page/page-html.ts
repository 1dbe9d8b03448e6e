const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 36 36'%3E%3Crect width='36' height='36' rx='8' fill='%23c9303e'/%3E%3Cpath d='M5 19h7l3-9 5 17 3.5-11 1.5 3h6' fill='none' stroke='%23fff' stroke-width='3'/%3E%3C/svg%3E";

// The policy keeps the promise that nothing is asked of anybody but the sandbox.
const policy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'";

/** The page before it runs. */
export const pageHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Redis sandbox</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<div id="root"></div>
<noscript>The sandbox's page needs JavaScript.</noscript>
<script type="module" src="/page.js"></script>
</body>
</html>
`;
