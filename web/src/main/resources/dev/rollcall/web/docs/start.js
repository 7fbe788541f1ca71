// Everything comes from this server: no validator badge, no fonts, no code from elsewhere.
SwaggerUIBundle({
    url: "v1/openapi.json",
    dom_id: "#documentation",
    validatorUrl: null,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    deepLinking: true,
});
