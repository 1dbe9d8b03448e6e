# The bot as an image. Where the npm registry needs settings of its own (a mirror, a certificate), hand an .npmrc to the
# build as a secret: `--secret id=npmrc,src=$HOME/.npmrc`; it is in no layer.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# No scripts: nothing that runs here needs one, and a package's own would run as root.
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json LICENSE ./
COPY src src
# What `/redis deploy` applies.
COPY k8s/redis-ha k8s/redis-ha
# By number, so that `runAsNonRoot` can tell. The files stay root's: the bot writes none.
USER 1000:1000
EXPOSE 8080
CMD ["node", "src/main.ts"]
