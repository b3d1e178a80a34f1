# frozen_string_literal: true

# Sends facts by signed webhook (Standard Webhooks), for a platform that has no way to Kafka. Ruby's standard library only.

require 'base64'
require 'json'
require 'net/http'
require 'openssl'
require 'securerandom'

class TutoringWebhook
  # +secret+: "whsec_" + base64, made in the console's Settings or in TQ_HOME/secrets.json.
  def initialize(url:, secret:)
    @uri = URI(url)
    @key = Base64.strict_decode64(secret.delete_prefix('whsec_'))
  end

  # Up to 1,000 events, at most 8 MiB. Returns how many are on the log; raises when none of them, or not all, are known to
  # be: send the same events again, with the same ids, after the seconds that +Retry-After+ says.
  def tell(events)
    body = JSON.generate(events)
    id = "msg_#{SecureRandom.uuid}"
    timestamp = Time.now.to_i.to_s # of every try: a signature is good for five minutes
    signature = Base64.strict_encode64(OpenSSL::HMAC.digest('SHA256', @key, "#{id}.#{timestamp}.#{body}"))
    answer = Net::HTTP.post(
      @uri, body,
      'content-type' => 'application/cloudevents-batch+json',
      'webhook-id' => id, 'webhook-timestamp' => timestamp, 'webhook-signature' => "v1,#{signature}"
    )
    raise "#{answer.code} (Retry-After: #{answer['retry-after']}): #{answer.body}" unless answer.code == '202'

    JSON.parse(answer.body).fetch('accepted')
  end
end
