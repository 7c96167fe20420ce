# syntax=docker/dockerfile:1

# One image for all apps; the command chooses: docker run <image> dist/apps/kafka-consumer/src/main.js

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY tools tools
RUN npm run build

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim AS apps
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json ./
COPY --from=build /app/dist/apps dist/apps
COPY --from=build /app/dist/libs dist/libs
USER node
# The import does nothing unless OTEL_EXPORTER_OTLP_ENDPOINT is set.
ENTRYPOINT ["node", "--enable-source-maps", "--import", "./dist/libs/observability/src/tracing/register.js"]
CMD ["dist/apps/order-producer/src/main.js"]

# The same with the program that tells the story.
FROM apps AS demo
COPY --from=build /app/dist/tools dist/tools
CMD ["dist/tools/demo/main.js", "--help"]

# What a build without --target gives.
FROM apps
