# frozen_string_literal: true

# Sends facts of the tutoring platform to `session-events`: the contract's record, faithfully.
# gem 'rdkafka' (librdkafka). Thread-safe; make one for each process, after it has forked.

require 'json'
require 'rdkafka'
require 'securerandom'
require 'time'

class TutoringFacts
  TOPIC = 'session-events'
  HEADERS = { 'content-type' => 'application/cloudevents+json; charset=UTF-8' }.freeze
  LARGEST = 900_000 # bytes of one document

  def initialize(brokers:, source: '/rails/production')
    @source = source
    @producer = Rdkafka::Config.new(
      'bootstrap.servers': brokers,
      'acks': 'all',
      # librdkafka does idempotence right: retries double nothing and keep their order.
      'enable.idempotence': true,
      # librdkafka's default is CRC32: without this a tutor's records lie on other partitions than everybody else's.
      'partitioner': 'murmur2_random',
      'compression.codec': 'lz4',
      'linger.ms': 5
    ).producer
  end

  # Returns once the broker has the event. Call it after the database transaction that the fact comes from has committed
  # (better: from an outbox table), and again with the same +id+ when it raises: doubles change nothing.
  #
  # +id+ must be the same for the same fact for ever: take it from the row, not from SecureRandom at each try.
  def tell(type, tutor_id:, id:, data:, time: Time.now, recorded_time: Time.now)
    document = JSON.generate(
      specversion: '1.0', source: @source, subject: tutor_id, id: id, type: type,
      time: time.utc.iso8601(3), recordedtime: recorded_time.utc.iso8601(3),
      datacontenttype: 'application/json', data: data
    )
    raise ArgumentError, 'an event is at most 900 kB' if document.bytesize > LARGEST

    @producer.produce(topic: TOPIC, key: tutor_id, payload: document, headers: HEADERS).wait(max_wait_timeout: 30)
  end

  def close = @producer.close
end

if $PROGRAM_NAME == __FILE__
  facts = TutoringFacts.new(brokers: ENV.fetch('KAFKA_BROKERS', '127.0.0.1:9092'))
  facts.tell(
    'tutoring.session.completed.v1',
    tutor_id: 'tutor-1042', id: "completed-#{SecureRandom.uuid}",
    data: { sessionId: 'session-77120', startedAt: '2026-03-05T20:01:12Z', endedAt: '2026-03-05T21:00:03Z' }
  )
  facts.close
end
