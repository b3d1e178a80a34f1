import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, Answers, CurrentPrincipal, type Principal } from '@tq/platform/http';
import { Users } from '../users';
import { NewUser, NewUserCommand, UserList } from './access.dto';

@ApiTags('access')
@Allow('administrator')
@Controller('api/users')
export class UsersController {
  constructor(@Inject(Users) private readonly users: Users) {}

  @Get()
  @Answers('listUsers', 'Who may sign in', UserList)
  async list(): Promise<UserList> {
    return { items: await this.users.list() };
  }

  @Post()
  @Answers('createUser', 'Adds a user with a generated password', NewUser, { created: true, problems: [409] })
  create(@Body() command: NewUserCommand): Promise<NewUser> {
    return this.users.add(command.email, command.role);
  }

  @Post(':email/reset')
  @HttpCode(200)
  @Answers('resetUser', 'Gives a user a new password, lets them in again, and ends their sessions', NewUser, {
    problems: [404],
  })
  reset(@Param('email') email: string): Promise<NewUser> {
    return this.users.reset(email);
  }

  @Delete(':email')
  @HttpCode(204)
  @Answers('disableUser', 'Disables a user and ends their sessions', null, { problems: [404, 409] })
  disable(@Param('email') email: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.users.disable(email, principal.kind === 'user' ? principal.name : undefined);
  }
}
