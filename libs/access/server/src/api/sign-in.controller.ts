import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, Answers, type AuthenticatedRequest, CurrentPrincipal, type Principal, Public } from '@tq/platform/http';
import type { Request, Response } from 'express';
import { ConsoleSessions } from '../console-sessions';
import { SignIn } from '../sign-in';
import { Me, PasswordCommand, SignInCommand } from './access.dto';
import { clearSessionCookie, sessionCookie, setSessionCookie } from './session-cookie';

@ApiTags('access')
@Controller('api')
export class SignInController {
  constructor(
    @Inject(SignIn) private readonly signIns: SignIn,
    @Inject(ConsoleSessions) private readonly sessions: ConsoleSessions,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @Public('whoever signs in is not signed in yet; attempts are limited')
  @Answers('signIn', 'Signs in; the session is a cookie that scripts cannot read', Me, { problems: [429] })
  async signIn(
    @Body() command: SignInCommand,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Me> {
    const { user, token, endsAt } = await this.signIns.signIn(
      command.email,
      command.password,
      request.ip ?? '',
      sessionCookie(request),
    );
    setSessionCookie(request, response, token, endsAt);
    return { kind: 'user', name: user.email, role: user.role, sessionEndsAt: new Date(endsAt).toISOString() };
  }

  @Post('sign-out')
  @HttpCode(204)
  @Public('ends the session of the cookie that comes with it, if any')
  @Answers('signOut', 'Ends the session on the server and takes the cookie back', null)
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = sessionCookie(request);
    if (token !== undefined) await this.sessions.end(token);
    clearSessionCookie(request, response);
  }

  @Get('me')
  @Allow('viewer')
  @Answers('me', 'Who makes this request', Me)
  async me(@Req() request: AuthenticatedRequest, @CurrentPrincipal() principal: Principal): Promise<Me> {
    const token = principal.kind === 'user' ? sessionCookie(request) : undefined;
    const endsAt = token === undefined ? undefined : await this.sessions.endOf(token);
    return {
      kind: principal.kind,
      name: principal.name,
      role: principal.role,
      sessionEndsAt: endsAt === undefined ? null : new Date(endsAt).toISOString(),
    };
  }

  @Post('me/password')
  @HttpCode(204)
  @Allow('viewer')
  @Answers('changePassword', 'Changes your password and ends your other sessions', null, { problems: [429] })
  async changePassword(
    @Body() command: PasswordCommand,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const { current, next } = command;
    const session = await this.signIns.changePassword(
      principal,
      current,
      next,
      request.ip ?? '',
      sessionCookie(request),
    );
    setSessionCookie(request, response, session.token, session.endsAt);
  }
}
