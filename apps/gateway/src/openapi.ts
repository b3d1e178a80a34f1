import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Problem } from '@tq/platform/http';

/** The API as a document: made from the routes and the classes of what they take and answer. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Tutor quality')
    .setDescription(
      'Which tutors are about to let students down, and why. Sign in for a session cookie, or send `authorization: Bearer <API token>`. ' +
        'Errors are application/problem+json (RFC 9457). Times are RFC 3339, days are calendar days of the platform time zone.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API token' }, 'token')
    .addCookieAuth('tq_session', { type: 'apiKey', in: 'cookie', description: 'Set by POST /api/sign-in' }, 'session')
    .addSecurityRequirements('token')
    .addSecurityRequirements('session')
    .build();
  const document = SwaggerModule.createDocument(app, config, { extraModels: [Problem] });
  return { ...document, servers: [{ url: '/' }] };
}
