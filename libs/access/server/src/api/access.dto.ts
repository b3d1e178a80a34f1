import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import type { Role } from '@tq/platform/http';
import { Flag, Instant, InstantOrNull, ListOf, OneOf, Part, Text, TextOrNull } from '@tq/platform/http';

export const roles = ['viewer', 'administrator'] as const satisfies readonly Role[];
export const ingestKeyKinds = ['api', 'webhook'] as const;
export type IngestKeyKind = (typeof ingestKeyKinds)[number];

export class SignInCommand {
  @ApiProperty({ format: 'email', maxLength: 254 })
  @IsString()
  @MaxLength(254)
  email!: string;

  @ApiProperty({ maxLength: 200 })
  @IsString()
  @Length(1, 200)
  password!: string;
}

export class Me {
  @OneOf(['user', 'token'], 'A signed-in person, or a program with an API token') kind!: 'user' | 'token';
  @Text('Address of the person, or name of the token') name!: string;
  @OneOf(roles, 'What they may do') role!: Role;
  @InstantOrNull('When the console session ends; null for tokens') sessionEndsAt!: string | null;
}

export class PasswordCommand {
  @ApiProperty({ maxLength: 200 })
  @IsString()
  @Length(1, 200)
  current!: string;

  @ApiProperty({ minLength: 12, maxLength: 200 })
  @IsString()
  @Length(12, 200, { message: 'a password has 12 to 200 characters' })
  next!: string;
}

export class UserItem {
  @Text('Address') email!: string;
  @OneOf(roles, 'What they may do') role!: Role;
  @Flag('Disabled users cannot sign in') disabled!: boolean;
  @Instant('When the user was made') createdAt!: string;
  @InstantOrNull('Last sign-in') lastSignInAt!: string | null;
}

export class UserList {
  @ListOf(() => UserItem, 'By address') items!: UserItem[];
}

export class NewUserCommand {
  @ApiProperty({ format: 'email', maxLength: 254 })
  @IsEmail({}, { message: 'email is not an address' })
  @MaxLength(254)
  email!: string;

  @ApiProperty({ enum: roles })
  @IsIn(roles)
  role!: Role;
}

export class NewUser {
  @Part(() => UserItem, 'The user') user!: UserItem;
  @Text('The generated password: shown this once') password!: string;
}

export class ApiTokenItem {
  @Text('Id, to revoke it') id!: string;
  @Text('What it is for') name!: string;
  @OneOf(roles, 'What it may do') role!: Role;
  @Instant('When it was made') createdAt!: string;
  @TextOrNull('Who made it') createdBy!: string | null;
}

export class ApiTokenList {
  @ListOf(() => ApiTokenItem, 'Newest first; tokens of the environment are not listed') items!: ApiTokenItem[];
}

export class NewApiTokenCommand {
  @ApiProperty({ minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  name!: string;

  @ApiProperty({ enum: roles, required: false, description: 'Default viewer' })
  @IsOptional()
  @IsIn(roles)
  role?: Role;
}

export class NewApiToken {
  @Part(() => ApiTokenItem, 'The token') token!: ApiTokenItem;
  @Text('The secret: shown this once') secret!: string;
}

export class IngestKeyItem {
  @Text('Id, to revoke it') id!: string;
  @Text('Who sends with it') name!: string;
  @OneOf(ingestKeyKinds, 'Bearer key of POST /v1/events, or secret of the signed webhook') kind!: IngestKeyKind;
  @Instant('When it was made') createdAt!: string;
  @TextOrNull('Who made it') createdBy!: string | null;
}

export class IngestKeyList {
  @ListOf(() => IngestKeyItem, 'Newest first; keys of the environment are not listed') items!: IngestKeyItem[];
}

export class NewIngestKeyCommand {
  @ApiProperty({ minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  name!: string;

  @ApiProperty({ enum: ingestKeyKinds })
  @IsIn(ingestKeyKinds)
  kind!: IngestKeyKind;
}

export class NewIngestKey {
  @Part(() => IngestKeyItem, 'The key') key!: IngestKeyItem;
  @Text('The secret: shown this once') secret!: string;
}
