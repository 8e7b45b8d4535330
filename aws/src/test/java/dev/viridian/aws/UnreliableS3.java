package dev.viridian.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** S3 whose answers with an object are altered on their way; it keeps the requests. */
final class UnreliableS3 implements S3Client {
    final List<GetObjectRequest> requests = new ArrayList<>();
    private final S3Client real;
    private UnaryOperator<GetObjectRequest> asking = UnaryOperator.identity();
    private Function<Integer, UnaryOperator<InputStream>> answering = number -> UnaryOperator.identity();

    UnreliableS3(S3Client real) {
        this.real = real;
    }

    /** One that knows no ranges. */
    UnreliableS3 withoutRanges() {
        asking = request -> request.toBuilder().range(null).build();
        return this;
    }

    /** What becomes of the body of the answer with that number; the first is 1. */
    UnreliableS3 answering(Function<Integer, UnaryOperator<InputStream>> change) {
        answering = change;
        return this;
    }

    List<String> ranges() {
        return requests.stream().map(GetObjectRequest::range).toList();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        requests.add(request);
        int number = requests.size();
        return real.getObject(asking.apply(request), (response, body) -> {
            InputStream altered = answering.apply(number).apply(body);
            return transformer.transform(response, AbortableInputStream.create(altered, body));
        });
    }

    @Override
    public String serviceName() {
        return real.serviceName();
    }

    @Override
    public void close() {
        real.close();
    }

    /** A body that breaks after so many bytes. */
    static InputStream cut(InputStream body, int after, IOException breaking) {
        return new FilterInputStream(body) {
            private int left = after;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    throw breaking;
                }
                int read = super.read(bytes, offset, Math.min(left, length));
                left -= Math.max(read, 0);
                return read;
            }
        };
    }
}
